"""A KnowledgeBase and answers in, firings out: Experta, and nobody else knows it."""
