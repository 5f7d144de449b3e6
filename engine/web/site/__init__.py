"""Make the folder of a site: base in, files out, which any web server can show.

The consultation runs in the visitor's browser, by the same rules and pages as everywhere
(`engine.web.respond`). What a browser needs for that beside our own code is in `runtime.txt`.
"""
