"""A KnowledgeBase in, data out: what is left to do once every condition is decided.

    KnowledgeBase
          │  lowering        every condition decided: runs of codes, masks of worlds
          ▼
    form.Lowered             data alone; whatever reads it needs no rules

A cohort makes expressions of columns from it, for many applicants at once. What comes out and what
is asked is held equal to what Experta comes to. A base that can't be lowered is left to the rules.
"""
