"""What is done in a new client's first ninety days: five phases, each with its tasks. The one place to change them."""

from __future__ import annotations

from dataclasses import dataclass

from msptool.standards.model import Area


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """One task: the area that does it, and the day (counted from the first, which is 1) on which it is due."""

    id: str
    task: str
    area: Area
    day: int


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One phase, from day `first` to day `last`."""

    id: str
    name: str
    first: int
    last: int
    tasks: tuple[TaskPlan, ...]


DAYS = 90
PHASES = (
    PhasePlan(
        "discovery", "Discovery and list of assets", 1, 14,
        (
            TaskPlan("kick-off", "Meet the decision maker and the point of contact; agree on goals and visit days.", "vcio", 3),
            TaskPlan("client-record", "Enter the client in the PSA, with sites, contacts and the agreement.", "service-desk", 3),
            TaskPlan("how-to-get-help", "Show everybody at the client how to reach the Service Desk.", "service-desk", 7),
            TaskPlan("asset-list", "List and label every computer, server, network device and printer of every site.", "tam", 10),
            TaskPlan("agents", "Install the RMM agent on every computer and server of the list.", "centralized-services", 12),
            TaskPlan("vendors", "Write down vendors, licences, warranties and the lines of the internet provider.", "tam", 14),
        ),
    ),
    PhasePlan(
        "access", "Audit of access and rights", 15, 30,
        (
            TaskPlan("admin-accounts", "List every account with administrator rights; the client confirms each one.", "tam", 18),
            TaskPlan("former-provider", "Lock out the former provider: accounts, remote tools, shared passwords.", "service-desk", 21),
            TaskPlan("vault", "Move all passwords into the vault, and change the known ones.", "service-desk", 24),
            TaskPlan("second-factor", "Require a second factor for administrators and for mail.", "professional-services", 28),
            TaskPlan("leavers", "Disable accounts of people who have left; agree on how joiners and leavers are told.", "service-desk", 30),
        ),
    ),
    PhasePlan(
        "patch-and-backup", "Rollout of patches and backup", 31, 60,
        (
            TaskPlan("patch-policy", "Put every machine under the patch policy; agree on restart hours.", "centralized-services", 37),
            TaskPlan("patch-backlog", "Install what is missing, and list the machines that cannot be patched.", "centralized-services", 48),
            TaskPlan("backup-jobs", "Back up every server and cloud mailbox, with a copy off the premises.", "professional-services", 50),
            TaskPlan("restore-test", "Restore one server and one file, and note how long it took.", "centralized-services", 58),
        ),
    ),
    PhasePlan(
        "monitoring", "Tuning of monitoring and alerts", 61, 75,
        (
            TaskPlan("alerts", "Turn off alerts that nobody acts on; every other one opens a ticket.", "centralized-services", 67),
            TaskPlan("coverage", "Compare agents, antivirus and backup with the list of assets.", "centralized-services", 72),
            TaskPlan("repeat-tickets", "Find the tickets that come back, and end their cause.", "service-desk", 75),
        ),
    ),
    PhasePlan(
        "handover", "Documentation and roadmap", 76, 90,
        (
            TaskPlan("documentation", "Write the client's pages: network, servers, applications, whom to call.", "tam", 82),
            TaskPlan("base-review", "Finish the base-level review and compare it with the first one.", "tam", 85),
            TaskPlan("roadmap", "Put the open findings in order, with cost and quarter.", "vcio", 88),
            TaskPlan("first-meeting", "Show the client the ninety days and the roadmap; agree on the first projects.", "vcio", 90),
        ),
    ),
)  # fmt: skip

# What a baseline looks at besides the whole, by the categories of its base-level standards.
TOPICS = {
    "Patch status": ("patch-management",),
    "Backup recoverability": ("backup-system", "disaster-recovery"),
    "Identity controls": ("identity-and-access", "passwords"),
}
