"""Many papers at once: a document for each row of a sheet, or for each of many drafts; what is done already is not done again."""

from dan_van.drafting.batch.run import Batch, Made, draft_many, draft_rows

__all__ = ["Batch", "Made", "draft_many", "draft_rows"]
