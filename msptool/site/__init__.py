"""The practice as a static site to browse, and for each client a folder that holds only what that client may see."""
