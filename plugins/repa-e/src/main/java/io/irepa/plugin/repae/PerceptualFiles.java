package io.irepa.plugin.repae;

import io.irepa.spi.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** The weights of LPIPS. */
public record PerceptualFiles(
    @Doc(value = "file of torchvision's VGG-16", example = "vgg16-397923af.pth") Optional<Path> vgg,
    @Doc(
            value = "file of LPIPS's linear layers for VGG, as the package lpips brings it",
            example = "lpips/weights/v0.1/vgg.pth")
        Optional<Path> linear) {}
