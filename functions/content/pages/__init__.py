"""The help centre as pages, for whoever has no storefront beside the links of their mails."""
