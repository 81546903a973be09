"""`/admin` of the local shop, as the distribution serves it on AWS. While it is built, or where that failed, a page says so; the shop is
open all the same."""
