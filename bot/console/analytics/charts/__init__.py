"""Charts as SVG: drawn on the server, with a title and a description, in colours of the stylesheet and never by colour alone."""
