"""What campaigns and coupons brought: their own orders, and the shop before, while and after they worked."""
