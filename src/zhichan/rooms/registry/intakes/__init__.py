"""What the rows of files mean for each register of the room (接收); one file each."""
