"""Every act of the archive as a scene: who does it by the page's own forms, and who is
refused.

A scene is a few lines in one of the modules here, in its ``SCENES``. It presses buttons
and follows links as a person does; that the other roles neither find the button nor get
past its address is asked for each button it presses, without a word in the scene.
"""
