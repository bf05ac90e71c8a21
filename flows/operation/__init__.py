"""Running unattended: what is deployed, whether this machine is fit, what a person must know, what is counted."""
