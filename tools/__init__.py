"""Set-up, build, server and checks. Everything before the build runs on the standard library alone."""
