-- A comment is sent once for its key: before the call, it is written down which comments there were.
alter table review_comment_key
    add column above   bigint, -- the largest number of a comment before the call
    add column sent    timestamptz, -- when the call was about to be made; null if it was not made, or had no effect
    add column comment bigint unique; -- Figshare's number; null until Figshare shows the comment

alter table review
    add column url  text, -- where people edit and decide; only the record of a review has it
    add column seen timestamptz not null default clock_timestamp(); -- when it was stored last

create index deposit_in_review on deposit (modified) where state = 'in-review';
