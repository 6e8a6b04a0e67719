"""Proofs of what the house promises: nobody sees beyond their area, and nothing is half done after a kill -9."""
