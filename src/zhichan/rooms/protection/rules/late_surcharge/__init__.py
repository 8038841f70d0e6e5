"""The surcharge on a fine that is not paid in time (加处罚款)."""
