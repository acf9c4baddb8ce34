"""Parts of a built template: page, styles, components, each from the rule table."""
