"""Training and fleets: quantities that facts carry; no relation uses them yet."""

from calculators.topics.hardware import known

h100_equivalents = known(
    "h100_equivalents", "accelerator", "accelerators in H100-equivalents", "500000"
)
cluster_growth = known("cluster_growth", "1", "growth factor of a cluster", "2")
training_compute = known("training_compute", "FLOP", "training compute", "3.8e25 FLOP")
gpu_hours = known("gpu_hours", "accelerator-hours", "accelerator-hours", "30840000 GPU-hours")
mfu = known("mfu", "%", "model FLOPs utilisation (MFU)", "40%")
interruptions = known("interruptions", "interruption", "interruptions", "419")
annual_failure_rate = known("annual_failure_rate", "%/year", "annual failure rate", "9%/year")
parameters = known("parameters", "1", "parameters", "405000000000")
tokens = known("tokens", "token", "training tokens", "15600000000000 tokens")
