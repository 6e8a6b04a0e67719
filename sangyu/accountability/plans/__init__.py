"""计划: the tasks of a confirmed paper, and whether each is being kept.

A task's state is never typed: it follows from the duties it made (city.duties) and from the proof that closed them.
Owns plans and tasks; makes duty rules when a paper is confirmed (papers.events.TasksConfirmed); knows the ways of
keeping a task that the system itself can prove (today: the yearly count of elders, Kaili Annex 2 item 1).
"""

from __future__ import annotations
