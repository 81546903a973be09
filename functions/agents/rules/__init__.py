"""What staff say of agents: who may not buy, how often each may call, where those of ACP are told of their orders."""
