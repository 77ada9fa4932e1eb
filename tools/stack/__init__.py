"""The backend on one machine, without Docker: real where a package has the real thing, small stand-ins elsewhere."""
