"""A KnowledgeBase in, problems out: is it sound."""
