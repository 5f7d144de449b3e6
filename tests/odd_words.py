"""Names and texts that are allowed and odd: each means something to YAML, DOT, HTML or a shell."""

from hypothesis import strategies as st

from engine.language.words import END, NONE, RESERVED

_IDS = """
yes no none on off y n nan inf e1 a x0-1 a_b-c class lambda import not and id path name pending
actions yet past ahead fact node graph digraph subgraph strict help quit back save support
constructor wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww
"""
_CHOICES = """
yes no none Yes NO on Off y NaN inf A 0 007 2024 1-2 1e5 0x1F 0o7 1_000 2026-11-22 help quit
wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww 11111111111111111111111111111111111111
"""
_LINES = r"""
yes
null
~
- a
# no comment
a: b
{x
}
{{ 7 * 7 }}
{% x %}
<b>&amp;"quotes"</b></title></svg>
\N \l \n \
*_`#|~[x](y)
😀 👩‍👩‍👧
שלום
https://example.org/?a=b&c
%s %d {0}
'
"
--help
"""
_LONG = ("\ufeff", "e\u0301" * 9, "word " * 24, "w" * 90)
_HIDDEN = "\x7f\u2028\u2029\ufffe\uffff"  # the base refuses these
_SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn"), exclude_characters=_HIDDEN)

lines = st.one_of(
    st.sampled_from([*filter(None, _LINES.splitlines()), *_LONG]),
    # The base refuses a text that says nothing: no sign, or dots alone.
    st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: text.strip().strip(" .…?")),
)
paragraphs = st.lists(lines, min_size=1, max_size=2).map("\n".join)
ids = st.one_of(
    st.sampled_from(_IDS.split()),
    st.from_regex(r"[a-z][a-z0-9]{0,4}([-_][a-z0-9])?", fullmatch=True),
).filter(lambda name: name not in (*RESERVED, END))
choices = st.one_of(
    st.sampled_from(_CHOICES.split()), st.from_regex(r"[A-Za-z0-9]{1,4}", fullmatch=True)
).filter(lambda name: name not in RESERVED)
row_names = choices.filter(lambda name: name != NONE)
