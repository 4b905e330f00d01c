using System.Globalization;
using System.Text.RegularExpressions;

namespace Loci.Tensors;

/// <summary>The text header of a .npy file: a Python literal with exactly the keys descr, fortran_order and shape.</summary>
internal sealed partial record NpyHeader(TensorType Type, long[] Shape)
{
    /// <summary>Reads the header; null and a <paramref name="fault"/> if it is anything but little-endian, row-major floating-point numbers.</summary>
    public static NpyHeader? Parse(string text, out string fault)
    {
        Match type = Description().Match(text), order = Order().Match(text), shape = Dimensions().Match(text);
        fault = "its header lacks descr, fortran_order or shape, or describes a structured type";
        if (!type.Success || !order.Success || !shape.Success)
        {
            return null;
        }
        TensorType? element = type.Groups["value"].Value switch
        {
            "<f8" => TensorType.F64,
            "<f4" => TensorType.F32,
            "<f2" => TensorType.F16,
            _ => null,
        };
        fault = element is null
            ? $"its type is '{type.Groups["value"].Value}'; little-endian '<f4', '<f8' or '<f2' is needed: save it with array.astype('<f4')"
            : order.Groups["value"].ValueSpan is "True" ? "it is column-major (Fortran order): save it with numpy.ascontiguousarray(array)" : "";
        return fault.Length == 0 ? WithShape(element!.Value, shape.Groups["value"].Value, ref fault) : null;
    }

    private static NpyHeader? WithShape(TensorType type, string text, ref string fault)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shape = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                fault = $"its shape ({text}) is not a list of sizes";
                return null;
            }
        }
        return new NpyHeader(type, shape);
    }

    [GeneratedRegex(@"'descr'\s*:\s*'(?<value>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Description();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(?<value>True|False)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<value>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dimensions();
}
