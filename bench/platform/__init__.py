"""The platform's pages beside a bare page of the same size, with 100,000 people and ten years of facts."""
