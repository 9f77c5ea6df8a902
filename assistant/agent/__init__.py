"""One turn: from the typed words to a proposal, through the policy, to a card or the journal."""
