# Copies values from the CPU to a device: page-locked first, so that the copy runs beside the host's work.
def forward(into: Tensor, values: Tensor) -> Tensor:
    return torch.copy_(into, torch.pin_memory(values), True)
