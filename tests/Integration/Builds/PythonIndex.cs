using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>An index of Python packages in a folder, for a web server to serve: packaging.python.org/specifications, "Simple repository API".</summary>
internal sealed class PythonIndex(string folder)
{
    // Builds a wheel with nothing but Python itself and the compiler: "pyproject.toml", build-backend in the tree.
    private const string Backend = """
        import base64, hashlib, os, subprocess, zipfile

        def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
            flags = subprocess.check_output(["python3-config", "--includes"], text=True).split()
            subprocess.check_call(["gcc", "-shared", "-fPIC", "-s", *flags, "-o", "NAME.so", "NAME.c"])
            wheel = "NAME-VERSION-py3-none-any.whl"
            info = "NAME-VERSION.dist-info/"
            files = {
                "NAME.so": open("NAME.so", "rb").read(),
                info + "METADATA": b"Metadata-Version: 2.1\nName: NAME\nVersion: VERSION\n",
                info + "WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            }
            files[info + "RECORD"] = "".join(name + ",,\n" for name in [*files, info + "RECORD"]).encode()
            with zipfile.ZipFile(os.path.join(wheel_directory, wheel), "w") as archive:
                for name, content in files.items():
                    archive.writestr(name, content)
            return wheel
        """;

    private const string Module = """
        #include <Python.h>
        static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "NAME", NULL, -1, NULL, NULL, NULL, NULL, NULL};
        PyMODINIT_FUNC PyInit_NAME(void) { return PyModule_Create(&module); }
        """;

    /// <summary>Adds a package of one module, which is also a program: a wheel.</summary>
    /// <remarks>"Binary distribution format" and "Entry points specification".</remarks>
    public async Task AddAsync(string name, string version)
    {
        var info = $"{name}-{version}.dist-info/";
        var files = new Dictionary<string, string>
        {
            [name + ".py"] = "def main():\n    print('made by a test')\n",
            [info + "METADATA"] = $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            [info + "WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            [info + "entry_points.txt"] = $"[console_scripts]\n{name} = {name}:main\n",
        };
        var record = files.Select(file => $"{file.Key},sha256={Digest(file.Value)},{file.Value.Length}\n");
        files[info + "RECORD"] = string.Concat(record) + info + "RECORD,,\n";

        using var wheel = new MemoryStream();
        await using (var archive = new ZipArchive(wheel, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                await using var entry = await archive.CreateEntry(path).OpenAsync();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(text));
            }
        }

        await ServeAsync(name, $"{name}-{version}-py3-none-any.whl", wheel.ToArray());
    }

    /// <summary>Adds a package that has to be compiled: a source distribution.</summary>
    /// <remarks>"Source distribution format".</remarks>
    public async Task AddSourceAsync(string name, string version)
    {
        var files = new Dictionary<string, string>
        {
            ["PKG-INFO"] = "Metadata-Version: 2.1\nName: NAME\nVersion: VERSION\n",
            ["pyproject.toml"] = "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n",
            ["backend.py"] = Backend,
            [name + ".c"] = Module,
        };
        using var source = new MemoryStream();
        await using (var compressed = new GZipStream(source, CompressionMode.Compress, leaveOpen: true))
        await using (var archive = new TarWriter(compressed))
        {
            foreach (var (path, text) in files)
            {
                var content = text.Replace("NAME", name, StringComparison.Ordinal).Replace("VERSION", version, StringComparison.Ordinal);
                await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"{name}-{version}/{path}") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        await ServeAsync(name, $"{name}-{version}.tar.gz", source.ToArray());
    }

    private async Task ServeAsync(string name, string file, byte[] content)
    {
        await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "files")).FullName, file), content);
        var page = Directory.CreateDirectory(Path.Combine(folder, "simple", name)).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(page, "index.html"), $"<!DOCTYPE html><a href=\"../../files/{file}#sha256={Convert.ToHexStringLower(SHA256.HashData(content))}\">{file}</a>\n");
    }

    // As RECORD has it: base64url without padding.
    private static string Digest(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
