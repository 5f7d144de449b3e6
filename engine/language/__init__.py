"""YAML files in, a frozen KnowledgeBase or every fault of their shape out."""
