"""A KnowledgeBase and answers in, what comes out and is asked out: quicker than the rules, mute.

    KnowledgeBase
          │  lowering        every condition decided: runs of codes, masks of worlds
          ▼
    form.Lowered             data alone; whatever reads it needs no rules
          │  straight_line   one Python function
          ▼
    evaluation.Findings      equal to what Experta comes to, without a word on how

Where thousands of outcomes are looked at, this finds the one to show; what is shown is run through
the rules. A base that can't be lowered, or answers it can't tell, are left to them.
"""
