"""Scenes: backdrops that an image model draws from words. No picture of the person's has a part in it.

In the egress thread `service` asks and `stream` reads the answer as it comes. On the page `words_added` says what is
added to a prompt, `pricing` what it costs, `scenes` what can be done, and `panel` shows it.
"""
