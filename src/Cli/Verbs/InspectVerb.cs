using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>inspect IMAGE</c>: what an image is and holds.</summary>
internal static class InspectVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = "An image of any format that qemu-img reads." };
        var format = SharedOptions.Word("--format", "How it is printed.", "text", "json");
        var scratch = SharedOptions.ImageScratch();
        var command = new Command("inspect", "Prints what an image holds, mounting nothing: partitions, filesystems, ways to boot, packages.") { image, format, scratch };
        command.SetAction(async (parsed, ct) =>
        {
            var inspector = new ImageInspector(ThisHost.Quiet, SharedOptions.ImageScratchOf(terminal, parsed.GetValue(scratch)));
            var report = await inspector.InspectAsync(terminal.FullPath(parsed.GetRequiredValue(image)), ct);
            if (parsed.GetRequiredValue(format) == "json")
                InspectionText.WriteJson(terminal.Out, report);
            else
                InspectionText.Write(terminal.Out, report);
            return ExitCode.Success.Code();
        });
        return command;
    }
}
