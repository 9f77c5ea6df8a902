"""The page on which the model is taught: lessons, training, before and after, versions."""
