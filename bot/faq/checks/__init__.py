"""What staff should look at before an FAQ is published, found while they write."""
