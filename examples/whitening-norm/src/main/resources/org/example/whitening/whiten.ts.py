# ZCA whitening over the tokens of x [B,T,K]. The Gram matrix [T,T] has the covariance's eigenvalues and is of full
# size whatever K is: with its eigenvectors U and eigenvalues s, X (X'X/T + e)^(-1/2) = U (s + e)^(-1/2) U'X.
def forward(x: Tensor) -> Tensor:
    wide = torch.to(x, 7)
    centred = wide - torch.mean(wide, [1], True, dtype=None)
    tokens = torch.size(x, 1)
    gram = torch.div(torch.matmul(centred, torch.transpose(centred, 1, 2)), tokens)
    values, vectors = torch.linalg_eigh(gram, "L")
    ridge = torch.sum(values, [1], True, dtype=None) * (${epsilon} / torch.size(x, 2)) + 1.0e-12  # [B,1]
    scale = torch.unsqueeze(torch.rsqrt(torch.clamp_min(values, 0.) + ridge), 2)  # [B,T,1]
    white = torch.matmul(vectors, scale * torch.matmul(torch.transpose(vectors, 1, 2), centred))
    return torch.to(white, x.dtype)
