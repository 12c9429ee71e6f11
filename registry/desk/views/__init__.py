"""The pages under desk/, a file each."""
