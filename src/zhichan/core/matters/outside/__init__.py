"""What those outside see and do of matters that are theirs (对外办理): by number and code, or by account."""
