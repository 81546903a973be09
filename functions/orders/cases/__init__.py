"""Cases: what people must look at, listed, closed by hand, and after how long it is one."""
