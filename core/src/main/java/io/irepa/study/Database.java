package io.irepa.study;

import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** A study's numbers as a DuckDB file: tables {@code runs}, {@code curves} and {@code encoders}. */
public final class Database {
  private static final String URL = "jdbc:duckdb:";

  private Database() {}

  /** Writes the file aside and renames it. */
  static void write(StudyResults results, Path file) throws IOException {
    try {
      WholeFile.make(
          file,
          aside -> {
            Files.deleteIfExists(aside);
            try (Connection database = DriverManager.getConnection(URL + aside)) {
              database.setAutoCommit(false);
              runs(results, database);
              curves(results, database);
              encoders(results, database);
              database.commit();
            } catch (SQLException e) {
              throw new IOException(e.getMessage(), e);
            }
          });
    } finally {
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".writing.wal"));
    }
  }

  private static void runs(StudyResults results, Connection database) throws SQLException {
    List<String> columns = new ArrayList<>(List.of("run VARCHAR"));
    List<String> axes = results.plan().axes();
    axes.forEach(axis -> columns.add(quoted(axis) + " VARCHAR"));
    columns.addAll(
        List.of(
            "config_hash VARCHAR",
            "status VARCHAR",
            "seconds DOUBLE",
            "memory_mib DOUBLE",
            "final_quality DOUBLE"));
    String curve = results.plan().study().quality().curve();
    table(
        database,
        "runs",
        columns,
        results.runs().stream()
            .map(
                run -> {
                  List<Object> row = new ArrayList<>(List.of(run.run().name()));
                  axes.forEach(axis -> row.add(run.run().values().get(axis)));
                  row.add(run.hash());
                  row.add(run.status().state().name().toLowerCase(java.util.Locale.ROOT));
                  row.add(run.status().seconds());
                  row.add(run.memory().isPresent() ? run.memory().getAsDouble() : null);
                  Curve quality = run.curves().get(curve);
                  row.add(quality == null ? null : quality.last());
                  return row;
                })
            .toList());
  }

  private static void curves(StudyResults results, Connection database) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    for (StudyResults.OfRun run : results.runs()) {
      run.curves()
          .forEach(
              (name, curve) -> {
                for (int i = 0; i < curve.steps().length; i++) {
                  rows.add(
                      List.of(run.run().name(), (long) curve.steps()[i], name, curve.values()[i]));
                }
              });
    }
    table(
        database,
        "curves",
        List.of("run VARCHAR", "step BIGINT", "name VARCHAR", "value DOUBLE"),
        rows);
  }

  private static void encoders(StudyResults results, Connection database) throws SQLException {
    Set<String> names = new LinkedHashSet<>();
    results.encoders().forEach(one -> names.addAll(one.numbers().keySet()));
    List<String> columns = new ArrayList<>(List.of("encoder VARCHAR"));
    names.forEach(name -> columns.add(quoted(name) + " DOUBLE"));
    table(
        database,
        "encoders",
        columns,
        results.encoders().stream()
            .map(
                one -> {
                  List<Object> row = new ArrayList<>(List.of(one.name()));
                  names.forEach(name -> row.add(one.numbers().get(name)));
                  return row;
                })
            .toList());
  }

  /** Rows may hold null. */
  private static void table(
      Connection database, String name, List<String> columns, List<List<Object>> rows)
      throws SQLException {
    try (Statement create = database.createStatement()) {
      create.execute("CREATE TABLE %s (%s)".formatted(name, String.join(", ", columns)));
    }
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    try (PreparedStatement insert =
        database.prepareStatement("INSERT INTO %s VALUES (%s)".formatted(name, places))) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          insert.setObject(i + 1, row.get(i));
        }
        insert.addBatch();
      }
      if (!rows.isEmpty()) {
        insert.executeBatch();
      }
    }
  }

  private static String quoted(String column) {
    return '"' + column.replace("\"", "\"\"") + '"';
  }

  /**
   * Asks a file.
   *
   * @return lines of text, values between tabs, the columns' names first
   * @throws IrepaException if there is no such file, or the query is none
   */
  public static List<String> query(Path file, String sql) {
    if (!Files.exists(file)) {
      throw new IrepaException(
          "There is no %s yet. 'irepa study' writes it; with --report-only from what is there."
              .formatted(file));
    }
    Properties readOnly = new Properties();
    readOnly.setProperty("duckdb.read_only", "true");
    try (Connection database = DriverManager.getConnection(URL + file, readOnly);
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      List<String> lines = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        names.add(found.getMetaData().getColumnLabel(i));
      }
      lines.add(String.join("\t", names));
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = found.getString(i);
          values.add(value == null ? "" : value);
        }
        lines.add(String.join("\t", values));
      }
      return lines;
    } catch (SQLException e) {
      throw new IrepaException("The query failed: " + e.getMessage(), e);
    }
  }
}
