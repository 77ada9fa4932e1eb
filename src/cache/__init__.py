"""What the browser keeps of pictures between visits, and for how long."""
