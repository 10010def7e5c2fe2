using System.Globalization;
using System.Text.Json;
using BootstrapVz.Common.Comparison;

namespace BootstrapVz.Cli.Output;

/// <summary>Prints how two images differ.</summary>
internal static class ComparisonText
{
    /// <summary>For people: what is gone begins with <c>-</c>, what is new with <c>+</c>, what differs with <c>~</c>.</summary>
    public static void Write(TextWriter to, ImageComparison images)
    {
        WriteFacts(to, "first ", images.First);
        WriteFacts(to, "second", images.Second);
        if (images.Equal)
        {
            to.WriteLine(images.First.Format == images.Second.Format ? "identical" : "identical as disks");
            return;
        }

        WriteSection(to, "Disk", images.Disk.Select(c => "~ " + Text(c)));
        WriteSection(to, "Partitions", images.Partitions.Select(Text));
        WriteSection(to, "Packages", images.Packages.Select(Text));
        WriteSection(to, "Files", Topmost(images.Files).SelectMany(Lines));
        WriteSums(to, images);
        WriteByte(to, images);
    }

    /// <summary>The same as JSON.</summary>
    public static void WriteJson(TextWriter to, ImageComparison images) =>
        to.WriteLine(JsonSerializer.Serialize(images, OutputJson.Default.ImageComparison));

    private static void WriteFacts(TextWriter to, string which, ImageFacts image) =>
        to.WriteLine($"{which}   {image.Path}: {image.Format}, a disk of {Sizes.Text(image.Size)}"
            + (image.Files is { } files ? $", {Count(files, "file")} with {Sizes.Text(image.ContentSize!.Value)}" : ""));

    private static void WriteSection(TextWriter to, string title, IEnumerable<string> lines)
    {
        var any = false;
        foreach (var line in lines)
        {
            if (!any)
                to.WriteLine(title);
            any = true;
            to.WriteLine("  " + line);
        }
    }

    private static void WriteSums(TextWriter to, ImageComparison images)
    {
        if (images.Files.Count == 0)
            return;
        int Sum(ChangeKind kind) => images.Files.Count(f => f.Kind == kind);
        var grown = images.Files.Sum(f => (f.SecondSize ?? 0) - (f.FirstSize ?? 0));
        to.WriteLine($"  {Number(Sum(ChangeKind.Added))} added, {Number(Sum(ChangeKind.Removed))} removed, {Number(Sum(ChangeKind.Changed))} changed, {Signed(grown)}");
    }

    private static void WriteByte(TextWriter to, ImageComparison images)
    {
        if (images.FileByte is { } inFile)
            to.WriteLine($"the disks are identical, but the files differ from byte {Number(inFile)} on: clusters lie in another order, or headers differ");
        if (images.Byte is not { } place)
            return;
        if (images.Disk.Count + images.Partitions.Count + images.Packages.Count + images.Files.Count == 0)
            to.WriteLine("no partition, package or file differs");
        to.WriteLine("First difference");
        to.WriteLine($"  byte {Number(place.Byte)}" + (place.Part is null ? "" : $", byte {Number(place.Place)} of {place.Part}") + $": {place.What}");
        to.WriteLine($"  {Count(images.Blocks, "block")} of 4 KiB {(images.Blocks == 1 ? "differs" : "differ")}");
    }

    private static string Text(PartitionChange partition)
    {
        List<string> parts = [.. partition.Kind == ChangeKind.Changed ? partition.Changes.Select(Text) : partition.Changes.Select(c => $"{c.What} {c.First ?? c.Second}")];
        if (partition.Byte is { } place)
            parts.Add($"differs from byte {Number(place)} on");
        return $"{Sign(partition.Kind)} {partition.Name}: {string.Join("; ", parts)}";
    }

    private static string Text(PackageChange package) => package switch
    {
        { First: null } => $"+ {package.Name} {package.Second}",
        { Second: null } => $"- {package.Name} {package.First}",
        _ => $"~ {package.Name} {package.First} -> {package.Second}",
    };

    // What came or went with its directory is told with that.
    private static IEnumerable<(FileChange File, int Below, long Size)> Topmost(IReadOnlyList<FileChange> files)
    {
        for (var index = 0; index < files.Count;)
        {
            var (file, below, size) = (files[index++], 0, 0L);
            for (; file.Kind != ChangeKind.Changed && index < files.Count && files[index].Kind == file.Kind && files[index].Path.StartsWith(file.Path.TrimEnd('/') + "/"); index++)
                (below, size) = (below + 1, size + (files[index].FirstSize ?? files[index].SecondSize)!.Value);
            yield return (file, below, size);
        }
    }

    private static IEnumerable<string> Lines((FileChange File, int Below, long Size) entry)
    {
        var (file, below, size) = entry;
        List<string> parts = [.. file.Changes.Select(Text)];
        if (file.Content is { } content)
        {
            var place = content.Place is { } offset ? $" (byte {Number(offset)} of {content.Part})" : "";
            parts.Insert(0, $"content from byte {Number(content.Byte)}{place}");
        }

        if (file.Kind != ChangeKind.Changed)
            parts.Add(below > 0 ? $"{Count(below, "file")} with {Sizes.Text(size)}" : Sizes.Text((file.FirstSize ?? file.SecondSize)!.Value));
        else if (file.FirstSize != file.SecondSize)
            parts.Add($"size {file.FirstSize} -> {file.SecondSize}");
        yield return $"{Sign(file.Kind)} {file.Path}: {string.Join("; ", parts)}";
        if (file.Cause is { } cause)
            yield return "    likely cause: " + cause;
    }

    private static string Text(Change change) => $"{change.What} {change.First ?? "none"} -> {change.Second ?? "none"}";

    private static string Sign(ChangeKind kind) => kind switch { ChangeKind.Added => "+", ChangeKind.Removed => "-", _ => "~" };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(long count, string what) => Number(count) + " " + what + (count == 1 ? "" : "s");

    private static string Signed(long bytes) => (bytes < 0 ? "-" : "+") + Sizes.Text(Math.Abs(bytes));
}
