using BootstrapVz.Base.Errors;
using YamlDotNet.Core;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>Turns what the YAML parser says into places and advice.</summary>
internal static class YamlErrors
{
    public const string GeneralHint = "look for a missing ':' or quote, and for lines that are not indented like their neighbours";

    /// <summary>Where the parser stopped, or the first place when it does not say.</summary>
    public static SourceLocation PlaceOf(string path, string text, YamlException e)
    {
        var end = SourceFile.PlaceOf(path, text, text.TrimEnd().Length);
        var (line, column) = ((int)e.Start.Line, (int)e.Start.Column);
        if (line < 1)
            return new(path, 1, 1);
        if (e.Message.Contains("tab", StringComparison.Ordinal) && TabAfter(text, line) is { } tabbed)
            return new(path, tabbed.Line, tabbed.Column);
        return line > end.Line ? end : new(path, line, Math.Max(1, column));
    }

    /// <summary>The parser names the value before; what is wrong is the first tab in an indentation from there on.</summary>
    private static (int Line, int Column)? TabAfter(string text, int first) =>
        text.Split('\n').Select((line, index) => (Line: index + 1, Column: line.IndexOf('\t', StringComparison.Ordinal) + 1, Indent: line.TakeWhile(char.IsWhiteSpace).Count()))
            .Where(line => line.Line >= first && line.Column > 0 && line.Column <= line.Indent)
            .Select(line => ((int, int)?)(line.Line, line.Column)).FirstOrDefault();

    public static string Explain(YamlException e)
    {
        var text = e.Message.Trim().TrimEnd('.');
        var end = text.LastIndexOf("): ", StringComparison.Ordinal);
        text = text.StartsWith("(Line", StringComparison.Ordinal) && end > 0 ? text[(end + 3)..] : text;
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "it cannot be parsed";
    }

    public static string HintFor(YamlException e, string text, SourceLocation place)
    {
        var line = text.Split('\n').ElementAtOrDefault(place.Line - 1) ?? "";
        var value = line[(line.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim();
        if (line.TakeWhile(char.IsWhiteSpace).Contains('\t'))
            return "indent with spaces; YAML does not allow tabs there";
        if (value.StartsWith('{') || value.StartsWith('%') || value.StartsWith('@') || value.StartsWith('`') || value.StartsWith('*'))
            return $"a value that begins with '{value[0]}' goes in quotes";
        if (e.Message.Contains("flow", StringComparison.Ordinal) || e.Message.Contains("']'", StringComparison.Ordinal) || e.Message.Contains("'}'", StringComparison.Ordinal))
            return "a '[' or '{' further up is not closed";
        if (e.Message.Contains("quoted scalar", StringComparison.Ordinal))
            return "a quote further up is not closed";
        return e.Message.Contains("Mapping values are not allowed", StringComparison.OrdinalIgnoreCase)
            ? "a value that holds ': ' goes in quotes; else check the indentation"
            : GeneralHint;
    }
}
