using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Holds values against the attributes of their setting.</summary>
internal static class Limits
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>Whether a single value keeps to every limit; reports those it breaks.</summary>
    public static bool Allows(this Site site, ScalarNode node, object value)
    {
        if (site.Setting is not { } setting)
            return true;
        var before = site.Scope.Findings.All.Count;
        foreach (var limit in setting.Limits)
            Check(site, node, value, limit);
        if (setting.HasVariables)
            Templates.Check(site, node.Location, node.Text);
        if (setting.IsHostFile)
            CheckHostFile(site, node, setting);
        return site.Scope.Findings.All.Skip(before).All(finding => finding.Severity != Severity.Error);
    }

    /// <summary>Whether a list or mapping has as many members as its setting wants.</summary>
    public static bool AllowsCount(this Site site, Node node, int count, string member)
    {
        var (least, most) = CountsOf(site.IsItem ? null : site.Setting);
        if (count >= least && count <= most)
            return true;
        var wanted = count < least ? $"at least {least}" : $"at most {most}";
        site.Fail(node.Location, ErrorCodes.BadValue, $"'{site.Path.AsPath()}' has {count} {member}s, but needs {wanted}", count == 0 ? "remove the key to leave it out" : null);
        return false;
    }

    /// <summary>Whether a key may stand in a section with free keys.</summary>
    public static bool AllowsKey(this Site site, Entry entry)
    {
        if (site.Setting?.HasVariables == true)
            Templates.Check(site, entry.Location, entry.Key);
        if (site.Setting?.KeyPattern is not { } pattern || IsWhole(pattern, entry.Key))
            return true;
        site.Fail(entry.Location, ErrorCodes.BadKey, $"{entry.Key.Quoted()} cannot be a key here", $"a key matches {pattern}");
        return false;
    }

    /// <summary>The fewest and the most members a list or mapping may have.</summary>
    public static (int Least, int Most) CountsOf(Setting? setting)
    {
        var length = setting?.Limit<LengthAttribute>();
        return (
            setting?.Limit<MinLengthAttribute>()?.Length ?? length?.MinimumLength ?? 0,
            setting?.Limit<MaxLengthAttribute>()?.Length ?? length?.MaximumLength ?? int.MaxValue);
    }

    public static bool IsWhole(string pattern, string text) =>
        Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.CultureInvariant, LongestMatch);

    private static void Check(Site site, ScalarNode node, object value, ValidationAttribute limit)
    {
        var isList = site.Setting!.Shape is ListShape or MapShape;
        switch (limit)
        {
            case AllowedValuesAttribute allowed:
                var words = allowed.Values.OfType<object>().Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)!).ToList();
                if (!words.Contains(node.Text))
                    site.Fail(node.Location, ErrorCodes.ValueNotAllowed, $"'{site.Path.AsPath()}' cannot be {node.Text.Quoted()}", TextDistance.Suggest(node.Text, words) ?? "use one of " + words.QuotedList());
                break;
            case RegularExpressionAttribute expression:
                if (!IsWhole(expression.Pattern, node.Text))
                    site.BadValue(node, expression.ErrorMessage ?? $"{node.Text.Quoted()} does not fit", expression.ErrorMessage is null ? $"it has to match {expression.Pattern}" : null);
                break;
            case RangeAttribute range:
                if (!range.IsValid(value))
                    site.BadValue(node, $"{node.Text.Quoted()} is out of range", $"use {range.Minimum} to {range.Maximum}");
                break;
            case MinLengthAttribute or MaxLengthAttribute or LengthAttribute when isList:
                break; // counted where the list is bound
            default:
                if (!limit.IsValid(value is string or IEnumerable ? value : node.Text))
                    site.BadValue(node, $"{node.Text.Quoted()} does not fit", limit.FormatErrorMessage(site.Path.AsPath()));
                break;
        }
    }

    private static void CheckHostFile(Site site, ScalarNode node, Setting setting)
    {
        if (setting.HasVariables && node.Text.Contains('{'))
            return;
        var path = node.Text.Length == 0 ? "" : Path.GetFullPath(node.Text, site.Scope.Folder);
        if (Path.Exists(path))
            return;
        var message = $"'{site.Path.AsPath()}': there is no file {node.Text.Quoted()}";
        var hint = Path.IsPathRooted(node.Text) ? "check the path" : $"paths are relative to the manifest's folder; this one means {path}";
        if (site.Scope.MissingHostFiles == Severity.Error)
            site.Error(node.Location, ErrorCodes.MissingHostFile, message, hint);
        else
            site.Scope.Findings.Warning(node.Location, ErrorCodes.MissingHostFile, message, hint);
    }
}
