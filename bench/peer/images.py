"""Pillow's side of bench/images: images a second, or, with --make, the files."""

import os
import sys
import threading
import time

import numpy as np
from PIL import Image


def crop(path, size):
    """ADM's preprocessing: halving by boxes, then bicubic, then the middle."""
    image = Image.open(path).convert("RGB")
    while min(*image.size) >= 2 * size:
        image = image.resize(tuple(side // 2 for side in image.size), resample=Image.Resampling.BOX)
    scale = size / min(*image.size)
    image = image.resize(tuple(round(side * scale) for side in image.size), resample=Image.Resampling.BICUBIC)
    pixels = np.array(image)
    top, left = (pixels.shape[0] - size) // 2, (pixels.shape[1] - size) // 2
    return pixels[top : top + size, left : left + size]


def make(folder):
    random = np.random.default_rng(0)
    for width, height, count in ((500, 375, 180), (1024, 768, 60)):
        target = os.path.join(folder, f"{width}x{height}")
        os.makedirs(target)
        across, down = np.fft.fftfreq(width), np.fft.fftfreq(height)
        fall = 1 / np.maximum(np.hypot(*np.meshgrid(across, down)), 1 / width) ** 1.4
        for number in range(count):
            planes = []
            for contrast in (60, 12, 12):
                plane = np.fft.ifft2(np.fft.fft2(random.standard_normal((height, width))) * fall).real
                planes.append(128 + contrast * plane / plane.std())
            pixels = np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)
            file = os.path.join(target, f"{number:03d}.jpg")
            Image.fromarray(pixels, "YCbCr").save(file, quality=90, subsampling="4:2:0")


def main():
    if sys.argv[1] == "--make":
        return make(sys.argv[2])
    folder, size, threads, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
    for file in files[:20]:
        crop(file, size)
    counts = [0] * threads
    start = time.time()

    def work(thread):
        place = thread
        while time.time() - start < seconds:
            crop(files[place % len(files)], size)
            place += threads
            counts[thread] += 1

    workers = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(sum(counts) / (time.time() - start))


main()
