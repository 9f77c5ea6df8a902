"""AgentDojo's tools as a skill of ours."""
