"""YAML files in, a frozen KnowledgeBase out, or every fault of their shape: what advisors may write."""
