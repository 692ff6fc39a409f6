"""Plans side by side, as frames that the command line, the workbook and the papers can all print."""
