"""What a dated history says of rates, precision and weights. History -> Learned."""
