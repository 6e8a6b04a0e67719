"""The room's tables."""

from __future__ import annotations

from sangyu.people.assessment.models.agencies import Accreditation, Assessor
from sangyu.people.assessment.models.orders import AssessmentOrder
from sangyu.people.assessment.models.results import Assessment

__all__ = ["Accreditation", "Assessment", "AssessmentOrder", "Assessor"]
