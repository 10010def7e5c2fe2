using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Common.Comparison;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>diff FIRST SECOND</c>: what differs between two images.</summary>
internal static class DiffVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("FIRST") { Description = "An image of any format that qemu-img reads." };
        var second = new Argument<string>("SECOND") { Description = "Another one." };
        var format = SharedOptions.Word("--format", "How the differences are printed.", "text", "json");
        var scratch = SharedOptions.ImageScratch();
        var command = new Command("diff", "Compares two images: partitions, packages, files and sizes. Exits with 1 when they differ.") { first, second, format, scratch };
        command.SetAction(async (parsed, ct) =>
        {
            var images = await new ImageComparer(ThisHost.Quiet, SharedOptions.ImageScratchOf(terminal, parsed.GetValue(scratch)))
                .CompareAsync(terminal.FullPath(parsed.GetRequiredValue(first)), terminal.FullPath(parsed.GetRequiredValue(second)), ct);
            if (parsed.GetRequiredValue(format) == "json")
                ComparisonText.WriteJson(terminal.Out, images);
            else
                ComparisonText.Write(terminal.Out, images);
            return (images.Equal ? ExitCode.Success : ExitCode.Different).Code();
        });
        return command;
    }
}
