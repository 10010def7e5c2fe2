using System.Text.RegularExpressions;

namespace BootstrapVz.Common.Inspection.Boot;

/// <summary>What boot loaders start when nobody chooses, from their configuration.</summary>
internal static partial class BootEntries
{
    public static IEnumerable<BootEntry> Of(IReadOnlyDictionary<string, TreeFile> tree)
    {
        foreach (var path in tree.Keys.Order(StringComparer.Ordinal))
        {
            if (path == "/boot/grub/grub.cfg" && First(tree, path, GrubKernel()) is { } grub)
                yield return new(path, grub);
            else if (path.EndsWith("/extlinux.conf", StringComparison.Ordinal) && First(tree, path, SyslinuxArguments()) is { } syslinux)
                yield return new(path, syslinux);
            else if (UnifiedKernel().IsMatch(path) && tree[path].Entry.Content is { } content && PeFile.Open(content)?.SectionText(".cmdline") is { } unified)
                yield return new(path, unified);
        }

        // Of the entries of one folder the newest version is started: Boot Loader Specification, "Sorting".
        foreach (var folder in tree.Keys.Where(path => LoaderEntry().IsMatch(path)).GroupBy(path => path[..path.LastIndexOf('/')]))
        {
            var newest = folder.MaxBy(path => string.Concat(Numbers().Replace(path, digits => digits.Value.PadLeft(10, '0'))), StringComparer.Ordinal)!;
            if (First(tree, newest, LoaderOptions()) is { } options)
                yield return new(newest, options);
        }
    }

    private static string? First(IReadOnlyDictionary<string, TreeFile> tree, string path, Regex pattern) =>
        DiskTree.Text(tree, path) is { } text && pattern.Match(text) is { Success: true } found ? Blanks().Replace(found.Groups["arguments"].Value, " ").Trim() : null;

    [GeneratedRegex(@"^[ \t]*linux(16|efi)?[ \t]+\S+(?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex GrubKernel();

    [GeneratedRegex(@"^[ \t]*append[ \t]+(?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SyslinuxArguments();

    [GeneratedRegex(@"^options[ \t]+(?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex LoaderOptions();

    [GeneratedRegex("/loader/entries/[^/]+[.]conf$")]
    private static partial Regex LoaderEntry();

    [GeneratedRegex("/EFI/Linux/[^/]+[.]efi$", RegexOptions.IgnoreCase)]
    private static partial Regex UnifiedKernel();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
