using System.Globalization;
using System.Text.Json;
using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Cli.Output;

/// <summary>Prints what an image is and holds.</summary>
internal static class InspectionText
{
    /// <summary>For people.</summary>
    public static void Write(TextWriter to, ImageReport image)
    {
        to.WriteLine($"image    {image.Path}");
        to.WriteLine($"format   {image.Format}, a disk of {Sizes.Text(image.Size)}");
        to.WriteLine($"size     {Sizes.Text(image.AllocatedSize)} on disk, {Sizes.Text(image.FileSize)} long");
        to.WriteLine($"table    {(image.Table is { } table ? $"{table.Type} {table.Id}" : "none")}");
        if (image.System is { } system)
            to.WriteLine($"system   {system.Name}{(system.Architecture is { } architecture ? ", " + architecture : "")}");
        to.WriteLine();
        WritePartitions(to, image.Partitions);
        WriteBoot(to, image.Boot);
        foreach (var divided in image.Partitions.Where(p => p.Filesystem.Subvolumes.Count > 0))
            to.WriteLine($"subvolumes of {divided.Part}: {string.Join(", ", divided.Filesystem.Subvolumes)}");
        foreach (var hidden in image.Partitions.Where(p => !p.Filesystem.Readable && p.Filesystem.Type is not ("data" or "swap" or "LVM2_member")))
            to.WriteLine($"not looked into: {hidden.Part}, {hidden.Filesystem.Type}");
        if (image.Packages.Count == 0)
            return;
        to.WriteLine();
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{image.Packages.Count} packages"));
        foreach (var package in image.Packages)
            to.WriteLine($"  {package.Name} {package.Version} {package.Architecture}");
    }

    /// <summary>The same as JSON.</summary>
    public static void WriteJson(TextWriter to, ImageReport image) => to.WriteLine(JsonSerializer.Serialize(image, OutputJson.Default.ImageReport));

    private static void WritePartitions(TextWriter to, IReadOnlyList<PartitionReport> partitions) => Table.Write(to,
    [
        ["part", "start", "size", "type", "name", "filesystem", "label", "used", "free", "uuid"],
        .. partitions.Select(p => (string[])
        [
            p.Part, Sizes.Text(p.Start), Sizes.Text(p.Size), (p.Meaning ?? "-") + (p.Bootable ? ", bootable" : ""), p.Name ?? "-",
            p.Filesystem.Type, p.Filesystem.Label ?? "-", Optional(p.Filesystem.Used), Optional(p.Filesystem.Free), p.Filesystem.Uuid ?? "-",
        ]),
    ]);

    private static void WriteBoot(TextWriter to, BootReport boot)
    {
        List<string[]> rows = [];
        if (boot.Bios is { } bios)
            rows.Add(["bios", bios.Loader + (bios.Next is null ? "" : bios.Next == "gap" ? ", goes on before the first partition" : ", goes on in " + bios.Next)]);
        foreach (var program in boot.Efi)
            rows.Add(["uefi", $"{program.Part} {program.Path}, {Text(program)}"]);
        foreach (var kernel in boot.Kernels)
            rows.Add(["kernel", kernel.Path + (kernel.Initramfs is null ? ", no initramfs" : ", " + kernel.Initramfs)]);
        foreach (var entry in boot.Entries)
            rows.Add(["default", $"{entry.Source}: {entry.Arguments}"]);
        if (rows.Count > 0)
            to.WriteLine();
        Table.Write(to, rows);
    }

    private static string Text(EfiReport program) =>
        (program.Architecture ?? "another architecture") + (program.Removable ? ", removable path" : "")
        + (!program.HasSignature ? ", not signed" : program.Certificates.Count == 0 ? ", signed" : ", signed: " + string.Join(", ", program.Certificates));

    private static string Optional(long? bytes) => bytes is { } known ? Sizes.Text(known) : "-";
}
