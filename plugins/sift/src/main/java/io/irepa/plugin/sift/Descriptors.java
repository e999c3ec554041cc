package io.irepa.plugin.sift;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.KeyPoint;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_features2d.SIFT;

/** OpenCV's SIFT descriptors at the centres of square cells. Needs {@link OpenCv} loaded. */
final class Descriptors {
  /** Numbers of a descriptor: 4 x 4 places, 8 orientations. */
  static final int WIDTH = 128;

  /** OpenCV's sign for a keypoint without an orientation. */
  private static final float NO_ANGLE = -1;

  private Descriptors() {}

  /**
   * Describes a square image.
   *
   * @param grey side x side levels, row by row
   * @param side in pixels
   * @param step side of a cell and size of a keypoint, in pixels; divides {@code side}
   * @param into descriptors, cell by cell, row by row
   * @param at where in {@code into} the first one goes
   */
  static void describe(byte[] grey, int side, int step, float[] into, int at) {
    try (SIFT sift = SIFT.create();
        Mat image = new Mat(side, side, opencv_core.CV_8UC1);
        Mat descriptors = new Mat();
        KeyPointVector points = new KeyPointVector()) {
      ByteBuffer pixels = image.createBuffer();
      pixels.put(grey);
      for (int y = step / 2; y < side; y += step) {
        for (int x = step / 2; x < side; x += step) {
          try (KeyPoint point = new KeyPoint(x, y, step, NO_ANGLE, 0, 0, -1)) {
            points.push_back(point);
          }
        }
      }
      sift.compute(image, points, descriptors);
      FloatBuffer values = descriptors.createBuffer();
      values.get(into, at, Math.toIntExact(points.size()) * WIDTH);
    }
  }
}
