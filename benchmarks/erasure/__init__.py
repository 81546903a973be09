"""Whether anything of somebody is left after their erasure, on a served shop."""
