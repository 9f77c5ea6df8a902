"""AgentDojo's workspace (Debenedetti et al. 2024) behind our agent, policy, cards and journal."""
